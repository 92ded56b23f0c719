import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { windowOf } from "./window.js";

export type Column<T> = Readonly<{
  name: string;
  title: ComponentChildren;
  /** The columns that a narrow page leaves out are `wide`. */
  class?: string;
  sort?: string;
  cell: (row: T) => ComponentChildren;
}>;

type Props<T> = Readonly<{
  label: string;
  columns: readonly Column<T>[];
  rows: readonly T[];
  idOf: (row: T) => string;
  sort?: string;
  onSort?: (sort: string) => void;
}>;

const ROW_HEIGHT = 44;

/** A table of any length, or what is said where there are no rows. A table that comes back after that begins anew, at its top. */
export const RowTable = <T,>({ empty, ...table }: Props<T> & Readonly<{ empty: ComponentChildren }>) =>
  table.rows.length === 0 ? <div class="empty">{empty}</div> : <Rows {...table} />;

/** Only the rows in sight are in the page, and each says which one of how many it is. Arrows move between rows. */
function Rows<T>({ label, columns, rows, idOf, sort = "", onSort }: Props<T>) {
  const box = useRef<HTMLElement>(null);
  const top = useSignal(0);
  const height = useSignal(600);
  useLayoutEffect(() => {
    const seen = box.current;
    if (!seen) return;
    const watch = new ResizeObserver(() => {
      height.value = seen.clientHeight;
    });
    watch.observe(seen);
    return () => watch.disconnect();
  }, []);
  const { first, end, above, below } = windowOf({ count: rows.length, rowHeight: ROW_HEIGHT, top: top.value, height: height.value });
  return (
    <section
      class="rows"
      ref={box}
      aria-label={label}
      tabIndex={0}
      onScroll={(event) => {
        top.value = event.currentTarget.scrollTop;
      }}
      onKeyDown={(event) => moveAmongRows(event, box.current)}
    >
      <table aria-rowcount={rows.length + 1} aria-label={label}>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((column) => (
              <Head key={column.name} column={column} sort={sort} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {above > 0 && <Spacer height={above} columns={columns.length} />}
          {rows.slice(first, end).map((row, i) => (
            <tr key={idOf(row)} aria-rowindex={first + i + 2}>
              {columns.map(({ name, class: className = "", cell }) => (
                <td key={name} class={className}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
          {below > 0 && <Spacer height={below} columns={columns.length} />}
        </tbody>
      </table>
    </section>
  );
}

const Spacer = ({ height, columns }: Readonly<{ height: number; columns: number }>) => (
  // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a row without anything in it cannot be focused
  <tr class="spacer" aria-hidden="true" style={{ height: `${height}px` }}>
    <td colSpan={columns} />
  </tr>
);

type HeadProps<T> = Readonly<{ column: Column<T>; sort: string; onSort: ((sort: string) => void) | undefined }>;

function Head<T>({ column: { title, class: className = "", sort: by }, sort, onSort }: HeadProps<T>) {
  if (by === undefined || !onSort) return <th class={className}>{title}</th>;
  const direction = sort === by ? "ascending" : sort === `-${by}` ? "descending" : "none";
  return (
    <th class={className} aria-sort={direction}>
      <button type="button" class="head" onClick={() => onSort(direction === "ascending" ? `-${by}` : by)}>
        {title} <span aria-hidden="true">{direction === "ascending" ? "▲" : direction === "descending" ? "▼" : ""}</span>
      </button>
    </th>
  );
}

/** Arrows go to the same thing in the next or former row, which is scrolled into sight first. */
function moveAmongRows(event: KeyboardEvent, box: HTMLElement | null): void {
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  const from = event.target instanceof Element ? event.target.closest("tbody tr") : null;
  if (step === 0 || !box || !(event.target instanceof HTMLElement)) return;
  const cells = from ? [...from.querySelectorAll<HTMLElement>(REACHABLE)] : [];
  const to = from ? (step > 0 ? from.nextElementSibling : from.previousElementSibling) : box.querySelector("tbody tr:not(.spacer)");
  const reachable = to ? [...to.querySelectorAll<HTMLElement>(REACHABLE)] : [];
  const next = reachable[Math.max(0, cells.indexOf(event.target))] ?? reachable[0];
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}

const REACHABLE = "a[href], input, button";
