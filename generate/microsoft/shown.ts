import { z } from "zod";

const ShownParameter = z.object({
  ...{ name: z.string(), type: z.string(), isMandatory: z.boolean(), position: z.number() },
  ...{ byValue: z.boolean(), byPropertyName: z.boolean(), aliases: z.array(z.string()), values: z.array(z.string()) },
});
const ShownSet = z.object({ name: z.string(), isDefault: z.boolean(), parameters: z.array(ShownParameter) });
const ShownCmdlet = z.object({ name: z.string(), aliases: z.array(z.string()), sets: z.array(ShownSet) });

export type ShownParameter = z.infer<typeof ShownParameter>;
export type ShownSet = z.infer<typeof ShownSet>;

/** A function of the module, as PowerShell itself shows it. */
export type ShownCmdlet = z.infer<typeof ShownCmdlet>;

export const readShown = (json: string): readonly ShownCmdlet[] => z.array(ShownCmdlet).parse(JSON.parse(json));

/** What asks PowerShell for the syntax of the module, without what every function has; the answer is for `readShown`. */
export const SHOW_SYNTAX = `
$common = [System.Management.Automation.PSCmdlet]::CommonParameters
$aliases = Get-Command -Module MobilityFleet -CommandType Alias
$found = foreach ($command in (Get-Command -Module MobilityFleet -CommandType Function)) {
    $sets = foreach ($set in $command.ParameterSets) {
        $parameters = foreach ($one in $set.Parameters) {
            if ($common -contains $one.Name) { continue }
            $type = foreach ($attribute in $one.Attributes) { if ($attribute -is [System.Management.Automation.PSTypeNameAttribute]) { $attribute.PSTypeName } }
            $values = foreach ($attribute in $one.Attributes) { if ($attribute -is [System.Management.Automation.ValidateSetAttribute]) { $attribute.ValidValues } }
            @{ name = $one.Name; type = [string](@($type) + $one.ParameterType.Name)[0]; isMandatory = $one.IsMandatory; position = $one.Position; byValue = $one.ValueFromPipeline; byPropertyName = $one.ValueFromPipelineByPropertyName; aliases = @($one.Aliases); values = @($values) }
        }
        @{ name = $set.Name; isDefault = $set.IsDefault; parameters = @($parameters) }
    }
    @{ name = $command.Name; aliases = @($aliases | Where-Object { $_.Definition -eq $command.Name } | ForEach-Object { $_.Name }); sets = @($sets) }
}
ConvertTo-Json -InputObject @($found) -Depth 6 -Compress
`;
