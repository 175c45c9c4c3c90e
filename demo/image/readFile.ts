// A picture of the visitor's: its middle square, scaled down.

/** Larger files are refused before they are decoded. */
const LARGEST_FILE = 30_000_000;

/** Three bytes a pixel. @throws {Error} no picture that this browser can read */
export async function readPicture(file: File, size: number): Promise<Uint8Array> {
  if (file.size > LARGEST_FILE) throw new Error(`is larger than ${LARGEST_FILE / 1e6} MB`);
  const bitmap = await createImageBitmap(file).catch(() => undefined);
  if (!bitmap) throw new Error("is no picture that this browser can read");
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = size;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("could not be scaled: the browser gives this page no canvas");
  const side = Math.min(bitmap.width, bitmap.height);
  context.imageSmoothingQuality = "high";
  context.fillStyle = "white";
  context.fillRect(0, 0, size, size);
  context.drawImage(bitmap, (bitmap.width - side) / 2, (bitmap.height - side) / 2, side, side, 0, 0, size, size);
  bitmap.close();
  const { data } = context.getImageData(0, 0, size, size);
  return Uint8Array.from({ length: 3 * size * size }, (_, i) => data[4 * Math.floor(i / 3) + (i % 3)] as number);
}
