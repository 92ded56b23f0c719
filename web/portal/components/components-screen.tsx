import { useSignal } from "@preact/signals";
import { call } from "../api/call.js";
import type { Fabric, Installer, Provider } from "../api/objects.js";
import { Act, ActButton } from "../controls/act.js";
import { Badge } from "../controls/badge.js";
import { SameByCommand } from "../controls/same-by-command.js";
import { Shown } from "../controls/state-of-data.js";
import { type Component, componentsOf, newestOf } from "../items/components.js";
import { now } from "../live/now.js";
import { useLive } from "../live/use-live.js";
import { Link } from "../place/here.js";
import { clockTime, duration } from "../text/times.js";
import { certificateWords, nextStep } from "./next-step.js";

type Servers = Readonly<{ fabrics: readonly Readonly<{ fabric: Fabric; providers: readonly WithId[] }>[]; newest: string }>;
type WithId = Provider & Readonly<{ ID: string }>;

/** The servers between the machines and the vault: their versions, their last words, their certificates, and what comes next. */
export function ComponentsScreen() {
  const { live, refresh } = useLive<Servers>({ key: "components", load: readServers });
  return (
    <>
      <h1>Components</h1>
      <Shown live={live} refresh={refresh} what="the servers">
        {({ fabrics, newest }) => (
          <>
            {fabrics.length === 0 && (
              <p class="empty">
                There is no fabric yet. <code>Set-ASRFabric</code> describes a configuration server or an appliance.
              </p>
            )}
            {fabrics.map(({ fabric, providers }) => (
              <Servers key={fabric.ID} fabric={fabric} providers={providers} newest={newest} onDone={refresh} />
            ))}
            <SameByCommand
              calls={[
                { cmdlet: "Get-AzureRmRecoveryServicesAsrFabric", parameters: {} },
                ...fabrics.map(({ fabric: { ID } }) => ({ cmdlet: "Get-AzureRmRecoveryServicesAsrServicesProvider", parameters: { Fabric: ID } })),
              ]}
            />
          </>
        )}
      </Shown>
    </>
  );
}

async function readServers(): Promise<Servers> {
  const [{ value: fabrics }, { value: installers }] = await Promise.all([
    call<{ value: readonly Fabric[] }>("Get-ASRFabric"),
    call<{ value: readonly Installer[] }>("Get-ASRMobilityServiceInstaller"),
  ]);
  const providers = await Promise.all(fabrics.map(({ ID }) => call<{ value: readonly WithId[] }>("Get-ASRServicesProvider", { Fabric: ID })));
  return {
    fabrics: fabrics.map((fabric, i) => ({ fabric, providers: providers[i]?.value ?? [] })),
    newest: newestOf(installers.flatMap(({ Version }) => (Version ? [Version] : []))),
  };
}

type Props = Readonly<{ fabric: Fabric; providers: readonly WithId[]; newest: string; onDone: () => void }>;

function Servers({ fabric, providers, newest, onDone }: Props) {
  const asked = useSignal<WithId | undefined>(undefined);
  const servers = componentsOf(fabric, newest);
  const { ServerAddress, Generation } = fabric.FleetDetails;
  return (
    <section class="card" aria-label={fabric.FriendlyName}>
      <h2>
        {fabric.FriendlyName} <span class="small quiet">{Generation === "Classic" ? "configuration server" : "replication appliance"}</span>
      </h2>
      <p class="lead">{nextStep(servers, newest)}</p>
      <ul class="facts">
        {ServerAddress && <li>Address {ServerAddress}</li>}
        {providers.map(({ Name, Connected, ProviderVersion, FleetDetails: { CertificateExpiryDate, VaultName, ReadTime } }) => (
          <li key={Name}>
            {VaultName ? `Vault ${VaultName}` : "Kept by hand"}
            {Connected !== null && (Connected ? ", connected" : ", not connected")}
            {ProviderVersion && `, provider ${ProviderVersion}`}
            {ReadTime && `, read ${clockTime(ReadTime)}`}. {certificateWords(CertificateExpiryDate, now.value)}
          </li>
        ))}
      </ul>
      <section class="scroll" tabIndex={0} aria-label={`Servers of ${fabric.FriendlyName}`}>
        <table class="told">
          <thead>
            <tr>
              <th scope="col">Server</th>
              <th scope="col">Role</th>
              <th scope="col">Version</th>
              <th scope="col">Heartbeat</th>
              <th scope="col">State</th>
            </tr>
          </thead>
          <tbody>
            {servers.map((server) => (
              <Server key={`${server.role} ${server.name}`} server={server} newest={newest} />
            ))}
          </tbody>
        </table>
      </section>
      <div class="actions start">
        {providers.map((provider) => (
          <ActButton key={provider.ID} scope="operator" onClick={() => (asked.value = provider)}>
            {`Refresh ${provider.Name}`}
          </ActButton>
        ))}
        <Link class="button" words={["items"]} query={{ q: `fabric:${fabric.Name}` }}>
          Its machines
        </Link>
      </div>
      {asked.value && (
        <Act
          title="Refresh the server"
          target={`${fabric.FriendlyName}: ${asked.value.Name}`}
          does="Reads the servers of the fabric again, by its vault or by the server itself. Nothing is changed on them."
          cmdlet="Update-AzureRmRecoveryServicesAsrServicesProvider"
          parameters={{ InputObject: asked.value.ID }}
          scope="operator"
          onDone={onDone}
          onClose={() => (asked.value = undefined)}
        />
      )}
    </section>
  );
}

const Server = ({ server: { name, role, version, heartbeat, outdated }, newest }: Readonly<{ server: Component; newest: string }>) => (
  <tr>
    <th scope="row">{name}</th>
    <td>{role}</td>
    <td class="number">{version || "not known"}</td>
    <td>{heartbeat === null ? "not known" : `${duration(now.value - Date.parse(heartbeat))} ago`}</td>
    <td>
      {outdated === undefined ? (
        <Badge tone="plain">{version === "" ? "Not known" : "Of its own count"}</Badge>
      ) : outdated ? (
        <Badge tone="warn">{`Update to ${newest}`}</Badge>
      ) : (
        <Badge tone="good">Latest version</Badge>
      )}
    </td>
  </tr>
);
