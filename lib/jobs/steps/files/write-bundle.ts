import { FleetError } from "../../../core/errors.js";
import type { BundleContext, BundleStep } from "../../engine/step.js";
import type { BundleEntry } from "../../support/entry.js";
import { fleetEntries } from "../../support/fleet-entries.js";
import { knownSecrets } from "../../support/known-secrets.js";
import { machineEntries } from "../../support/machine-entries.js";
import { scrubEntries } from "../../support/scrub-entries.js";
import { storeZip } from "../../zip/store-zip.js";

/** Gathers everything about a job in one zip without secrets. A machine that cannot be asked is left out, and the bundle says why. */
export const writeBundle: BundleStep = {
  name: "write-bundle",
  title: "Writing the support bundle",
  changes: false,
  attemptSeconds: 150,
  deadlineSeconds: 3600,
  run: async (context) => {
    const { job, support, clock, signal } = context;
    const found = await support.jobs.find(job.input.bundledJob);
    if (!found) throw new FleetError("ResourceNotFound", `The job ${job.input.bundledJob} is no longer there`);
    const secrets = await knownSecrets(support, job.target.fabric);
    const { entries: ofMachine, missing } = await machinePart(context);
    const entries = [...(await fleetEntries(context, found.value)), ...ofMachine, readMe(found.value.name, missing)];
    const fileName = `support-${job.name.toLowerCase()}.zip`;
    const bundle = await storeZip(support.bundles, {
      job: job.name,
      fileName,
      entries: await scrubEntries(entries, secrets),
      now: clock.now(),
      signal,
    });
    const message = `The bundle has ${bundle.sizeBytes} bytes${missing ? `, without all of the machine. ${missing}` : ""}`;
    return { type: "done", message, learned: { bundle, ...(missing && { partly: true }) } };
  },
};

const machinePart = (context: BundleContext): ReturnType<typeof machineEntries> =>
  context.job.target.kind === "machine" ? machineEntries(context) : Promise.resolve({ entries: [] });

const readMe = (job: string, missing: string | undefined): BundleEntry => ({
  name: "README.txt",
  text: [
    `Everything that is known about job ${job}. Secrets were taken out; REDACTED.txt says where.`,
    missing ? `The machine is not, or not all, in here. ${missing}` : "",
    "job.txt is for reading; job.json, machine.json, fabric.json, events.json and installers.json are the rows; job.log is what installers printed;",
    "machine/ holds the machine's own logs and what its commands said when the bundle was made.",
    "",
  ].join("\n"),
});
