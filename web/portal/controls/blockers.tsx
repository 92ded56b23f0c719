import type { Blocker } from "../api/objects.js";

/** Everything that is in the way of a machine, each with its cure. */
export const Blockers = ({ blockedBy }: Readonly<{ blockedBy: readonly Blocker[] }>) => (
  <ul class="blockers">
    {blockedBy.map(({ Code, Message, RecommendedAction }) => (
      <li key={`${Code} ${Message}`}>
        <strong>{Code}</strong>
        <p>{Message}</p>
        {RecommendedAction && <p class="cure">What to do: {RecommendedAction}</p>}
      </li>
    ))}
  </ul>
);
