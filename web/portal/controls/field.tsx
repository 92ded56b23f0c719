import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

type Props = Readonly<{
  label: string;
  value: string;
  onInput: (value: string) => void;
  type?: "text" | "password";
  hint?: string;
  required?: boolean;
}>;

/** One line of a form. What is secret goes in and never comes out: nothing fills it but the reader. */
export function Field({ label, value, onInput, type = "text", hint = "", required = false }: Props) {
  const id = useId();
  const common = {
    ...{ id, value, required, placeholder: hint, spellcheck: false },
    onInput: (event: { currentTarget: HTMLInputElement }) => onInput(event.currentTarget.value),
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {type === "password" ? <input type="password" autocomplete="new-password" {...common} /> : <input type="text" autocomplete="off" {...common} />}
    </div>
  );
}

type CheckProps = Readonly<{ checked: boolean; onChange: (checked: boolean) => void; children: ComponentChildren }>;

export const Check = ({ checked, onChange, children }: CheckProps) => (
  <label class="check">
    <input type="checkbox" checked={checked} onChange={(event) => onChange(event.currentTarget.checked)} />
    <span>{children}</span>
  </label>
);

type SelectProps = Readonly<{ label: string; value: string; onChange: (value: string) => void; options: readonly (readonly [string, string])[] }>;

export const Select = ({ label, value, onChange, options }: SelectProps) => (
  <label class="field">
    <span>{label}</span>
    <select value={value} onChange={(event) => onChange(event.currentTarget.value)}>
      {options.map(([one, title]) => (
        <option key={one} value={one}>
          {title}
        </option>
      ))}
    </select>
  </label>
);
