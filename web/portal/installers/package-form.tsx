import { useSignal } from "@preact/signals";
import type { Fabric } from "../api/objects.js";
import { Act } from "../controls/act.js";
import { Check, Field, Select } from "../controls/field.js";

type Props = Readonly<{ fabrics: readonly Fabric[]; versions: readonly string[]; onClose: () => void }>;

/** A package for machines that are not pushed to: made by a job, whose page has the link. */
export function PackageForm({ fabrics, versions, onClose }: Props) {
  const fabric = useSignal(fabrics[0]?.ID ?? "");
  const os = useSignal("");
  const version = useSignal("");
  const whole = useSignal(true);
  const name = fabrics.find(({ ID }) => ID === fabric.value)?.FriendlyName ?? "";
  return (
    <Act
      title="Make the package"
      target={`For machines of ${name || "a fabric"}`}
      does="A job puts scripts, settings and installers into one file for Configuration Manager, group policy or a shell. Its page has the link."
      cmdlet="New-AzureRmRecoveryServicesAsrMobilityServiceDeploymentPackage"
      parameters={{
        Fabric: fabric.value,
        ...(os.value !== "" && { OSTag: os.value }),
        ...(version.value !== "" && { TargetVersion: version.value }),
        ...(whole.value && { IncludeInstaller: true }),
      }}
      scope="operator"
      missing={fabric.value === "" ? "There is no fabric yet." : ""}
      onDone={() => {}}
      onClose={onClose}
    >
      <Select
        label="Fabric"
        value={fabric.value}
        onChange={(id) => (fabric.value = id)}
        options={fabrics.map(({ ID, FriendlyName }) => [ID, FriendlyName])}
      />
      <Field
        label="Only these systems"
        value={os.value}
        onInput={(text) => (os.value = text.trim())}
        hint="all, or such as UBUNTU-22.04-64,Windows"
      />
      <Select
        label="Version"
        value={version.value}
        onChange={(one) => (version.value = one)}
        options={[["", "the newest that the fabric allows"], ...versions.map((one) => [one, one] as const)]}
      />
      <Check checked={whole.value} onChange={(on) => (whole.value = on)}>
        With the installers in it, not links to them
      </Check>
    </Act>
  );
}
