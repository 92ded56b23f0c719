import { useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { go, Link } from "../place/here.js";
import { cellsOf, type Grid } from "./cells.js";
import { type Row, STATE_NAMES, STATES, type State } from "./rows.js";

/** Every machine as a cell in the colour of its state, the most urgent first; the same in numbers stands beside it. */
export function FleetMap({ rows, q }: Readonly<{ rows: readonly Row[]; q: string }>) {
  const inOrder = useMemo(() => STATES.flatMap((state) => rows.filter((row) => row.state === state)), [rows]);
  if (rows.length === 0) return null;
  return (
    <section aria-label="The fleet as a map">
      <h2>The fleet at a glance</h2>
      <div class="map">
        <Cells rows={inOrder} />
        <Counts rows={rows} q={q} />
      </div>
    </section>
  );
}

function Counts({ rows, q }: Readonly<{ rows: readonly Row[]; q: string }>) {
  const count = (state: State) => rows.filter((row) => row.state === state).length;
  const rest = q.replace(/(^|\s)state:\S+/gi, "").trim();
  return (
    <table class="legend">
      <thead class="unseen">
        <tr>
          <th scope="col">State</th>
          <th scope="col">Machines</th>
        </tr>
      </thead>
      <tbody>
        {STATES.map((state) => (
          <tr key={state}>
            <th scope="row">
              <span class={`cell ${state}`} aria-hidden="true" />{" "}
              <Link words={["items"]} query={{ q: [rest, `state:${state}`].filter(Boolean).join(" ") }}>
                {STATE_NAMES[state]}
              </Link>
            </th>
            <td class="number">{count(state)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cells({ rows }: Readonly<{ rows: readonly Row[] }>) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const under = useSignal<Row | undefined>(undefined);
  const width = useSignal(0);
  useEffect(() => {
    const box = canvas.current?.parentElement;
    if (!box) return;
    const watch = new ResizeObserver(() => {
      width.value = box.clientWidth;
    });
    watch.observe(box);
    return () => watch.disconnect();
  }, []);
  const grid = cellsOf({ count: rows.length, width: width.value });
  useEffect(() => {
    const paint = () => canvas.current && draw(canvas.current, rows, grid);
    paint();
    const looks = ["(prefers-color-scheme: dark)", "(forced-colors: active)"].map((query) => matchMedia(query));
    for (const look of looks) look.addEventListener("change", paint);
    return () => {
      for (const look of looks) look.removeEventListener("change", paint);
    };
  }, [rows, grid.columns, grid.size]);
  const rowAt = ({ offsetX, offsetY }: MouseEvent) => rows[Math.floor(offsetY / grid.size) * grid.columns + Math.floor(offsetX / grid.size)];
  return (
    <div class="cells">
      <canvas
        ref={canvas}
        role="img"
        aria-label={`${rows.length} machines as cells, by state; the table beside it has the numbers`}
        onMouseMove={(event) => {
          under.value = rowAt(event);
        }}
        onMouseLeave={() => {
          under.value = undefined;
        }}
        onClick={(event) => {
          const row = rowAt(event);
          if (row) go({ words: ["machine"], query: { id: row.itemId } });
        }}
      />
      <p class="small quiet" aria-hidden="true">
        {under.value ? `${under.value.name}: ${STATE_NAMES[under.value.state]}` : "Each cell is a machine; point at one for its name."}
      </p>
    </div>
  );
}

/** Colours come from the style, so that the map is as dark or as plain as the page. */
function draw(canvas: HTMLCanvasElement, rows: readonly Row[], { columns, size, height, width }: Grid): void {
  const ratio = devicePixelRatio || 1;
  Object.assign(canvas, { width: width * ratio, height: height * ratio });
  Object.assign(canvas.style, { width: `${width}px`, height: `${height}px` });
  const pen = canvas.getContext("2d");
  if (!pen) return;
  const style = getComputedStyle(canvas);
  const colours = new Map(STATES.map((state) => [state, style.getPropertyValue(`--of-${state}`).trim()]));
  pen.scale(ratio, ratio);
  const gap = size > 4 ? 1 : 0;
  let painted: State | undefined;
  for (const [i, { state }] of rows.entries()) {
    if (state !== painted) pen.fillStyle = colours.get(state) ?? "gray"; // they come state by state
    painted = state;
    pen.fillRect((i % columns) * size, Math.floor(i / columns) * size, size - gap, size - gap);
  }
}
