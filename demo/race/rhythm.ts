// How often to show something that costs time: not more often than `interval`, nor for more than one part in `share` of the time.
export class Rhythm {
  private next = 0;

  constructor(
    private readonly interval: number,
    private readonly share: number,
  ) {}

  due(): boolean {
    return performance.now() >= this.next;
  }

  beat(show: () => void): void {
    const start = performance.now();
    show();
    const end = performance.now();
    this.next = end + Math.max(this.interval, this.share * (end - start));
  }
}
