import type { JobError, Task } from "../api/objects.js";

/** What went wrong, why it may have, what to do, and the vendor's number for it. */
export const Errors = ({ errors, tasks }: Readonly<{ errors: readonly JobError[]; tasks: readonly Task[] }>) => (
  <section aria-label="Errors">
    <h2>Errors</h2>
    {errors.map(({ ServiceErrorDetails: told, ProviderErrorDetails: vendor, TaskId }) => (
      <div class="note bad" key={`${told.Code} ${TaskId} ${told.Message}`}>
        <strong>{told.Code}</strong>
        {TaskId && <span class="quiet"> in {tasks.find(({ ID }) => ID === TaskId)?.Name ?? TaskId}</span>}
        <p>{told.Message}</p>
        {told.PossibleCauses && <p>Possible causes: {told.PossibleCauses}</p>}
        {told.RecommendedAction && <p class="cure">What to do: {told.RecommendedAction}</p>}
        {vendor.ErrorId !== told.Code && (
          <p class="small quiet">
            The vendor's: {vendor.ErrorId}
            {vendor.ErrorCode !== 0 && `, ${vendor.ErrorCode}`}
          </p>
        )}
      </div>
    ))}
  </section>
);
