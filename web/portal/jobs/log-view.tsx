import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { call } from "../api/call.js";
import type { JobLog } from "../api/objects.js";
import { windowOf } from "../controls/window.js";
import { useLive } from "../live/use-live.js";
import { goWith, here } from "../place/here.js";

type Log = Readonly<{ lines: readonly string[]; open: string; next: number; complete: boolean }>;

const NONE: Log = { lines: [], open: "", next: 0, complete: false };
const LINE_HEIGHT = 20;
/** Reads at a time; a longer log goes on at the next turn. */
const MOST_READS = 16;

/** What installers print, as it comes: followed to the end, searched, and each line with an address of its own. */
export function LogView({ name }: Readonly<{ name: string }>) {
  const { live } = useLive<Log>({
    key: `log ${name}`,
    load: (before) => readOn(name, before ?? NONE),
    isBusy: ({ complete }) => !complete,
  });
  const { data, problem } = live.value;
  const wanted = useSignal("");
  const log = data ?? NONE;
  const lines = log.open === "" ? log.lines : [...log.lines, log.open];
  const found = wanted.value === "" ? [] : lines.flatMap((line, i) => (line.toLowerCase().includes(wanted.value.toLowerCase()) ? [i] : []));
  return (
    <section aria-label="Log">
      <h2>Log</h2>
      <div class="filter">
        <label class="grow">
          <span>Search the log</span>
          <input
            type="search"
            value={wanted.value}
            onInput={(event) => {
              wanted.value = event.currentTarget.value;
            }}
          />
        </label>
        <p class="small quiet" role="status">
          {wanted.value !== "" && `${found.length} line${found.length === 1 ? "" : "s"}`}
          {wanted.value !== "" && found[0] !== undefined && (
            <button type="button" class="link" onClick={() => goWith({ line: String(nextAfter(found, Number(here.value.query.line ?? 0) - 1) + 1) })}>
              next
            </button>
          )}
        </p>
      </div>
      {problem && !data && <p class="bad-words">{problem.message}</p>}
      {data && lines.length === 0 && <p class="empty">{log.complete ? "The job printed nothing." : "Nothing is printed yet."}</p>}
      {lines.length > 0 && <Lines lines={lines} follow={!log.complete} found={new Set(found)} />}
    </section>
  );
}

const nextAfter = (found: readonly number[], at: number): number => found.find((i) => i > at) ?? found[0] ?? 0;

async function readOn(name: string, before: Log): Promise<Log> {
  let log = before;
  for (let reads = 0; reads < MOST_READS && !log.complete; reads += 1) {
    const { Text, NextOffset, SizeBytes, IsComplete } = await call<JobLog>("Get-ASRJobLog", { Name: name, Offset: log.next });
    const [open = "", ...lines] = `${log.open}${Text}`.split(/\r?\n/).toReversed();
    log = { lines: [...log.lines, ...lines.toReversed()], open, next: NextOffset, complete: IsComplete };
    if (NextOffset >= SizeBytes) break;
  }
  return log;
}

type LinesProps = Readonly<{ lines: readonly string[]; follow: boolean; found: ReadonlySet<number> }>;

function Lines({ lines, follow, found }: LinesProps) {
  const box = useRef<HTMLElement>(null);
  const top = useSignal(0);
  const atEnd = useRef(true);
  const line = Number(here.value.query.line ?? 0);
  useEffect(() => {
    if (line > 0) box.current?.scrollTo({ top: (line - 4) * LINE_HEIGHT });
  }, [line]);
  useEffect(() => {
    if (follow && atEnd.current && line === 0) box.current?.scrollTo({ top: box.current.scrollHeight });
  }, [lines.length, follow]);
  const { first, end, above, below } = windowOf({ count: lines.length, rowHeight: LINE_HEIGHT, top: top.value, height: 480 });
  return (
    <section
      class="log"
      ref={box}
      tabIndex={0}
      aria-label={`Log of ${lines.length} lines`}
      onScroll={(event) => {
        const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
        top.value = scrollTop;
        atEnd.current = scrollHeight - scrollTop - clientHeight < LINE_HEIGHT * 2;
      }}
    >
      <div style={{ height: `${above}px` }} />
      {lines.slice(first, end).map((text, i) => {
        const number = first + i + 1;
        return (
          <div key={number} class={`line ${number === line ? "chosen" : ""} ${found.has(number - 1) ? "found" : ""}`}>
            <button type="button" class="link" aria-label={`Line ${number}`} onClick={() => goWith({ line: number === line ? "" : String(number) })}>
              {number}
            </button>
            <code>{text}</code>
          </div>
        );
      })}
      <div style={{ height: `${below}px` }} />
    </section>
  );
}
