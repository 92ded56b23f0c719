import { useSignal } from "@preact/signals";
import { call } from "../api/call.js";
import type { Account, Fabric } from "../api/objects.js";
import { Act, ActButton } from "../controls/act.js";
import { Badge } from "../controls/badge.js";
import { SameByCommand } from "../controls/same-by-command.js";
import { Shown } from "../controls/state-of-data.js";
import { useLive } from "../live/use-live.js";
import { AccountForm } from "./account-form.js";
import { TestAccount } from "./test-account.js";

type Asked = Readonly<{ what: "new" | "change" | "test" | "remove"; fabric: Fabric; account?: Account }>;

/** Run-as accounts: who logs in to machines, whether it may, and how to change that. A password goes in and never comes out. */
export function AccountsScreen() {
  const { live, refresh } = useLive<readonly Fabric[]>({
    key: "accounts",
    load: async () => (await call<{ value: readonly Fabric[] }>("Get-ASRFabric")).value,
  });
  const asked = useSignal<Asked | undefined>(undefined);
  return (
    <>
      <h1>Run-as accounts</h1>
      <Shown live={live} refresh={refresh} what="the accounts">
        {(fabrics) => (
          <>
            {fabrics.length === 0 && <p class="empty">Accounts belong to a fabric, and there is none yet.</p>}
            {fabrics.map((fabric) => (
              <section key={fabric.ID} aria-label={`Accounts of ${fabric.FriendlyName}`}>
                <h2>{fabric.FriendlyName}</h2>
                {(fabric.FabricSpecificDetails.RunAsAccounts ?? []).length === 0 && (
                  <p class="quiet">No account yet: no machine can be logged in to.</p>
                )}
                <ul class="cards">
                  {(fabric.FabricSpecificDetails.RunAsAccounts ?? []).map((account) => (
                    <Shows key={account.AccountId} fabric={fabric} account={account} ask={(one) => (asked.value = one)} />
                  ))}
                </ul>
                <ActButton
                  scope="administrator"
                  label={`New account of ${fabric.FriendlyName}`}
                  onClick={() => (asked.value = { what: "new", fabric })}
                >
                  New account
                </ActButton>
              </section>
            ))}
            {asked.value && <Ask {...asked.value} onDone={refresh} onClose={() => (asked.value = undefined)} />}
            <SameByCommand calls={[{ cmdlet: "Get-AzureRmRecoveryServicesAsrFabric", parameters: {} }]} />
          </>
        )}
      </Shown>
    </>
  );
}

function Shows({ fabric, account, ask }: Readonly<{ fabric: Fabric; account: Account; ask: (asked: Asked) => void }>) {
  const { UserName, HasPassword, HasPrivateKey, IsDomainAccount, CredentialVersion, IsProved, IsStopped, RefusedByCount } = account.FleetDetails;
  const opens = [HasPassword && "password", HasPrivateKey && "private key"].filter(Boolean).join(" and ") || "nothing yet";
  const on = (what: Asked["what"]) => () => ask({ what, fabric, account });
  return (
    <li class="card">
      <h3>
        {account.AccountName}{" "}
        {IsStopped ? <Badge tone="bad">Stopped</Badge> : IsProved ? <Badge tone="good">Proved</Badge> : <Badge tone="warn">Not proved yet</Badge>}
      </h3>
      <ul class="facts">
        <li>
          Logs in as <strong>{UserName}</strong>
        </li>
        <li>with {opens}</li>
        {IsDomainAccount && <li>of a domain: one refusal stops it</li>}
        <li>credential {CredentialVersion}</li>
        {RefusedByCount > 0 && (
          <li class="bad-words">
            refused by {RefusedByCount} machine{RefusedByCount === 1 ? "" : "s"} in a row
          </li>
        )}
      </ul>
      {IsStopped && <p class="cure">What to do: give it the right password or key, then test it on one machine.</p>}
      <div class="actions start">
        <ActButton scope="operator" label={`Test on one machine: ${account.AccountName}`} onClick={on("test")}>
          Test on one machine
        </ActButton>
        <ActButton scope="administrator" label={`Change ${account.AccountName}`} onClick={on("change")}>
          Change
        </ActButton>
        <ActButton scope="administrator" label={`Remove ${account.AccountName}`} onClick={on("remove")}>
          Remove
        </ActButton>
      </div>
    </li>
  );
}

function Ask({ what, fabric, account, onDone, onClose }: Asked & Readonly<{ onDone: () => void; onClose: () => void }>) {
  if (what === "new" || what === "change") return <AccountForm fabric={fabric} account={account} onDone={onDone} onClose={onClose} />;
  if (!account) return null;
  if (what === "test") return <TestAccount fabric={fabric} account={account} onDone={onDone} onClose={onClose} />;
  return (
    <Act
      title="Remove the account"
      target={`${account.AccountName} of ${fabric.FriendlyName}`}
      does="Refused as long as a machine, a jump host or a job uses it; then it is named which."
      cmdlet="Remove-AzureRmRecoveryServicesAsrRunAsAccount"
      parameters={{ Fabric: fabric.ID, Account: account.AccountId }}
      scope="administrator"
      onDone={onDone}
      onClose={onClose}
    />
  );
}
