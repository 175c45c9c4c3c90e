/** A figure as it is written: name.svg and name.json. */
export interface Figure {
  name: string;
  svg: string;
  data: object;
}
