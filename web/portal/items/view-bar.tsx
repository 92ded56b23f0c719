import { useSignal } from "@preact/signals";
import { goWith, here, Link } from "../place/here.js";
import { CHOICES, columnsOf } from "./columns.js";
import { dropView, keepView, views } from "./views.js";

/** Views kept by name, and the columns of the list; both stand in the address. */
export function ViewBar() {
  const { q = "", sort = "", columns = "" } = here.value.query;
  const name = useSignal("");
  const shown = new Set(columnsOf(columns).map((column) => column.name));
  const choose = (column: string, on: boolean) => {
    const next = CHOICES.map((choice) => choice.name).filter((one) => (one === column ? on : shown.has(one)));
    goWith({ columns: next.join(" ") });
  };
  return (
    <div class="views">
      {views.value.map((view) => (
        <span key={view.name} class="view">
          <Link
            words={["items"]}
            query={{ q: view.q, sort: view.sort, columns: view.columns }}
            current={view.q === q && view.sort === sort && view.columns === columns}
          >
            {view.name}
          </Link>
          <button type="button" class="link" aria-label={`Forget the view ${view.name}`} onClick={() => dropView(view.name)}>
            ×
          </button>
        </span>
      ))}
      <details>
        <summary>Columns and views</summary>
        <fieldset>
          <legend>Columns</legend>
          {CHOICES.map((choice) => (
            <label key={choice.name} class="check">
              <input type="checkbox" checked={shown.has(choice.name)} onChange={(event) => choose(choice.name, event.currentTarget.checked)} />
              <span>{choice.title}</span>
            </label>
          ))}
        </fieldset>
        <form
          class="filter"
          onSubmit={(event) => {
            event.preventDefault();
            if (name.value.trim() === "") return;
            keepView({ name: name.value.trim().slice(0, 60), q, sort, columns });
            name.value = "";
          }}
        >
          <label>
            <span>Keep this list as</span>
            <input
              type="text"
              value={name.value}
              onInput={(event) => {
                name.value = event.currentTarget.value;
              }}
            />
          </label>
          <button type="submit">Keep</button>
        </form>
      </details>
    </div>
  );
}
