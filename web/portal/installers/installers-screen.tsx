import { useSignal } from "@preact/signals";
import { call } from "../api/call.js";
import type { Fabric, Hold, Installer } from "../api/objects.js";
import { ActButton } from "../controls/act.js";
import { type Column, RowTable } from "../controls/row-table.js";
import { SameByCommand } from "../controls/same-by-command.js";
import { Shown } from "../controls/state-of-data.js";
import { compareVersions } from "../items/versions.js";
import { useLive } from "../live/use-live.js";
import { sizeOf } from "../text/sizes.js";
import { clockTime } from "../text/times.js";
import { Holds } from "./holds.js";
import { PackageForm } from "./package-form.js";
import { Upload } from "./upload.js";

type Catalogue = Readonly<{ installers: readonly Installer[]; missing: readonly Installer[]; holds: readonly Hold[]; fabrics: readonly Fabric[] }>;

/** What can be installed, what is never chosen, what is lacking. */
export function InstallersScreen() {
  const { live, refresh } = useLive<Catalogue>({ key: "installers", load: readCatalogue });
  const asked = useSignal<"upload" | "package" | "">("");
  const close = () => (asked.value = "");
  return (
    <>
      <h1>Installers</h1>
      <Shown live={live} refresh={refresh} what="the catalogue">
        {({ installers, missing, holds, fabrics }) => (
          <>
            <div class="actions start">
              <ActButton scope="administrator" onClick={() => (asked.value = "upload")}>
                Upload an installer
              </ActButton>
              <ActButton scope="operator" onClick={() => (asked.value = "package")}>
                Make a deployment package
              </ActButton>
            </div>
            <RowTable
              label="Installers of the catalogue"
              columns={COLUMNS}
              rows={installers}
              idOf={({ FileName }) => FileName}
              empty={<p>The catalogue is empty: upload the installers that you have downloaded.</p>}
            />
            <Holds holds={holds} versions={versionsIn(installers)} onDone={refresh} />
            <Missing missing={missing} />
            <SameByCommand
              calls={[
                { cmdlet: "Get-AzureRmRecoveryServicesAsrMobilityServiceInstaller", parameters: {} },
                { cmdlet: "Get-AzureRmRecoveryServicesAsrMobilityServiceInstaller", parameters: { Missing: true } },
                { cmdlet: "Get-AzureRmRecoveryServicesAsrMobilityServiceHold", parameters: {} },
              ]}
            />
            {asked.value === "upload" && <Upload onDone={refresh} onClose={close} />}
            {asked.value === "package" && <PackageForm fabrics={fabrics} versions={versionsIn(installers)} onClose={close} />}
          </>
        )}
      </Shown>
    </>
  );
}

async function readCatalogue(): Promise<Catalogue> {
  const read = async <T,>(cmdlet: string, parameters: object = {}) => (await call<{ value: readonly T[] }>(cmdlet, parameters)).value;
  const [installers, missing, holds, fabrics] = await Promise.all([
    read<Installer>("Get-ASRMobilityServiceInstaller"),
    read<Installer>("Get-ASRMobilityServiceInstaller", { Missing: true }),
    read<Hold>("Get-ASRMobilityServiceHold"),
    read<Fabric>("Get-ASRFabric"),
  ]);
  return { installers, missing, holds, fabrics };
}

/** The versions of the catalogue, the newest first. */
const versionsIn = (installers: readonly Installer[]): readonly string[] =>
  [...new Set(installers.flatMap(({ Version }) => (Version ? [Version] : [])))].toSorted((a, b) => compareVersions(b, a));

const COLUMNS: readonly Column<Installer>[] = [
  { name: "version", title: "Version", class: "number", cell: ({ Version }) => Version ?? "–" },
  { name: "os", title: "System", class: "name", cell: ({ OSTag }) => OSTag },
  { name: "for", title: "For", class: "wide", cell: ({ OperatingSystem }) => OperatingSystem },
  { name: "size", title: "Size", class: "wide number", cell: ({ SizeInBytes }) => (SizeInBytes === null ? "–" : sizeOf(SizeInBytes)) },
  { name: "since", title: "Imported", class: "wide", cell: ({ ImportedAt }) => clockTime(ImportedAt) },
];

const Missing = ({ missing }: Readonly<{ missing: readonly Installer[] }>) => (
  <details class="missing">
    <summary>
      <h2>Systems without an installer: {missing.length}</h2>
    </summary>
    <section class="scroll" tabIndex={0} aria-label="Systems without an installer">
      <table class="told">
        <thead>
          <tr>
            <th scope="col">System</th>
            <th scope="col">Name of the file</th>
            <th scope="col">Why, and where from</th>
          </tr>
        </thead>
        <tbody>
          {missing.map(({ OSTag, FileName, Remark, RecommendedAction }) => (
            <tr key={OSTag}>
              <th scope="row">{OSTag}</th>
              <td>
                <code>{FileName}</code>
              </td>
              <td class="wrap">
                {Remark} {RecommendedAction}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  </details>
);
