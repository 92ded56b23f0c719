import type { Fabric, ServicesProvider } from "../../../fleet/fabrics/fabric.js";
import type { FleetContext } from "../../cmdlet/context.js";
import { findFabric } from "../../fabrics/find-fabric.js";
import { providerOf, refreshProvider, refuseRefresh } from "../../fabrics/services-provider.js";
import { askedBy } from "../../http/caller.js";
import { asrServicesProvider, providersOf } from "../../objects/services-provider.js";
import { type ArmAnswer, type ArmCall, accepted, all, operation, resource } from "../operation.js";
import { operationResult } from "../operation-result.js";
import { wireServicesProvider } from "../wire/services-provider.js";
import type { Wire } from "../wire/wire-of.js";

const PROVIDERS = "replicationFabrics/{fabricName}/replicationRecoveryServicesProviders";
const PROVIDER = `${PROVIDERS}/{providerName}` as const;
type ProviderCall = Pick<ArmCall<"fabricName" | "providerName">, "context" | "names">;

const wireOf = (provider: ServicesProvider, fabric: Fabric, { vault }: FleetContext): Wire =>
  wireServicesProvider(asrServicesProvider(provider, fabric, vault), fabric.friendlyName);

export const SERVICES_PROVIDER_OPERATIONS = [
  operation("replicationRecoveryServicesProviders.list", {
    method: "GET",
    path: "replicationRecoveryServicesProviders",
    does: "`Get-ASRServicesProvider`, of all fabrics",
    run: async ({ context }) =>
      all((await context.fabrics.list()).flatMap((fabric) => providersOf(fabric).map((provider) => wireOf(provider, fabric, context)))),
  }),
  operation("replicationRecoveryServicesProviders.listByReplicationFabrics", {
    method: "GET",
    path: PROVIDERS,
    does: "`Get-ASRServicesProvider`",
    run: async ({ context, names }) => {
      const { value: fabric } = await findFabric(context, names.fabricName, "fabricName");
      return all(providersOf(fabric).map((provider) => wireOf(provider, fabric, context)));
    },
  }),
  operation("replicationRecoveryServicesProviders.get", {
    method: "GET",
    path: PROVIDER,
    does: "`Get-ASRServicesProvider -Name`",
    run: shown,
  }),
  operation("replicationRecoveryServicesProviders.refreshProvider", {
    method: "POST",
    path: `${PROVIDER}/refreshProvider`,
    does: "`Update-ASRServicesProvider`",
    run: async ({ context, caller, names }) => {
      const { fabric, provider } = await find({ context, names });
      refuseRefresh(fabric, undefined);
      const job = await refreshProvider(context, fabric, askedBy(caller));
      return accepted(context, job.name, asrServicesProvider(provider, fabric, context.vault).ID);
    },
  }),
  operation("operationResults of a provider", {
    method: "GET",
    path: `${PROVIDER}/operationresults/{jobName}`,
    does: "answers 202 until the job has ended, then with the provider",
    run: (call) => operationResult(call.context, { jobName: call.names.jobName }, () => shown(call)),
  }),
];

async function find({ context, names }: ProviderCall) {
  const { value: fabric } = await findFabric(context, names.fabricName, "fabricName");
  return { fabric, provider: providerOf(fabric, { name: names.providerName }, "providerName").provider };
}

async function shown(call: ProviderCall): Promise<ArmAnswer> {
  const { fabric, provider } = await find(call);
  return resource(wireOf(provider, fabric, call.context));
}
