import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { AccountsScreen } from "./accounts/accounts-screen.js";
import { ComponentsScreen } from "./components/components-screen.js";
import { Dialog } from "./controls/dialog.js";
import { EventsScreen } from "./events/events-screen.js";
import { InstallersScreen } from "./installers/installers-screen.js";
import { ItemsScreen } from "./items/items-screen.js";
import { JobScreen } from "./jobs/job-screen.js";
import { JobsScreen } from "./jobs/jobs-screen.js";
import { MachineScreen } from "./machine/machine-screen.js";
import { OverviewScreen } from "./overview/overview-screen.js";
import { here, Link } from "./place/here.js";
import { PlanScreen } from "./plan/plan-screen.js";
import { UpdateScreen } from "./plan/update-screen.js";
import { leaveEntra } from "./session/entra/sign-in.js";
import { end, session } from "./session/key.js";
import { SignIn } from "./session/sign-in.js";

const NAV = [
  { words: [], title: "Overview" },
  { words: ["items"], title: "Replicated items" },
  { words: ["update"], title: "Agent update" },
  { words: ["jobs"], title: "Jobs" },
  { words: ["components"], title: "Components" },
  { words: ["installers"], title: "Installers" },
  { words: ["accounts"], title: "Accounts" },
  { words: ["events"], title: "Events" },
] as const;

const SCREENS: ReadonlyMap<string, () => JSX.Element> = new Map([
  ["", OverviewScreen],
  ["items", ItemsScreen],
  ["update", UpdateScreen],
  ["jobs", JobsScreen],
  ["components", ComponentsScreen],
  ["installers", InstallersScreen],
  ["accounts", AccountsScreen],
  ["events", EventsScreen],
]);

/** The whole page: sign-in, or what is common to all screens with one of them inside. */
export function Frame() {
  const help = useSignal(false);
  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (event.key === "?") help.value = true;
      const field = event.key === "/" ? document.querySelector<HTMLInputElement>("[data-search], input[type=search]") : null;
      if (field) {
        event.preventDefault();
        field.focus();
      }
    };
    addEventListener("keydown", key);
    return () => removeEventListener("keydown", key);
  }, []);
  const { words } = here.value;
  const isFirst = useRef(true);
  useEffect(() => {
    document.title = `${titleOf(words)} · Mobility Fleet`;
    // Who follows a link by keyboard goes on at the beginning of the new screen.
    if (!isFirst.current) document.getElementById("main")?.focus({ preventScroll: true });
    isFirst.current = false;
  }, [words.join("/")]);
  if (!session.value) return <SignIn />;
  const { label, scope } = session.value;
  return (
    <>
      <a class="skip" href="#main">
        To the content
      </a>
      <header class="top">
        <span class="mark" aria-hidden="true">
          MF
        </span>
        <nav aria-label="Screens">
          {NAV.map(({ words: to, title }) => (
            <Link key={title} words={to} current={(to[0] ?? "") === (words[0] ?? "")}>
              {title}
            </Link>
          ))}
        </nav>
        <span class="who small" title={`Signed in as ${label}`}>
          {label} · {scope}
        </span>
        <button
          type="button"
          class="link"
          aria-label="Keys of this page"
          onClick={() => {
            help.value = true;
          }}
        >
          ?
        </button>
        <button type="button" onClick={() => end() && leaveEntra()}>
          Sign out
        </button>
      </header>
      <main id="main" tabIndex={-1}>
        <Screen />
      </main>
      {help.value && (
        <Dialog
          title="Keys"
          onClose={() => {
            help.value = false;
          }}
        >
          <dl class="about">
            {KEYS.map(([key, does]) => (
              <div key={key}>
                <dt>
                  <kbd>{key}</kbd>
                </dt>
                <dd>{does}</dd>
              </div>
            ))}
          </dl>
        </Dialog>
      )}
    </>
  );
}

const KEYS = [
  ["/", "to the search field"],
  ["↑ ↓", "to the row before or behind, in a table"],
  ["Space", "ticks a machine"],
  ["Esc", "closes a dialog"],
  ["?", "this list"],
] as const;

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.matches("input:not([type=checkbox]), select, textarea, dialog *");

const titleOf = ([first]: readonly string[]): string =>
  NAV.find(({ words }) => (words[0] ?? "") === (first ?? ""))?.title ?? (first === "machine" ? "Machine" : first === "plan" ? "Plan" : "Not here");

function Screen() {
  const { words, query } = here.value;
  const [first = "", second, ...more] = words;
  if (more.length === 0) {
    const List = second === undefined ? SCREENS.get(first) : undefined;
    if (List) return <List />;
    if (first === "plan" && second !== undefined) return <PlanScreen key={second} id={second} />;
    if (first === "jobs" && second !== undefined) return <JobScreen key={second} name={second} />;
    if (first === "machine" && query.id) return <MachineScreen key={query.id} id={query.id} />;
  }
  return (
    <>
      <h1>There is nothing here</h1>
      <p>
        The address names no screen. <Link words={[]}>To the overview</Link>
      </p>
    </>
  );
}
