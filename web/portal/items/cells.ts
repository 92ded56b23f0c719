/** How many cells of which size stand in a row, and how much room they take. */
export type Grid = Readonly<{ columns: number; size: number; width: number; height: number }>;

const LARGEST = 18;
const SMALLEST = 2;
const MOST_HEIGHT = 240;

/** The largest cells by which all of them fit into the width, and are not too high together. */
export function cellsOf({ count, width }: Readonly<{ count: number; width: number }>): Grid {
  for (let size = LARGEST; size >= SMALLEST; size -= 1) {
    const columns = Math.max(1, Math.floor(width / size));
    const height = Math.ceil(count / columns) * size;
    if (height <= MOST_HEIGHT || size === SMALLEST) return { columns, size, width: Math.min(count, columns) * size, height };
  }
  return { columns: 1, size: SMALLEST, width: SMALLEST, height: count * SMALLEST };
}
