import { z } from "zod";
import { FleetError } from "../../../core/errors.js";
import { mailAddresses, mailLocale } from "../../alerts/alert-parameters.js";
import { changeAlertSetting, checkAlertChange, showAlertSetting } from "../../alerts/alert-setting.js";
import type { FleetContext } from "../../cmdlet/context.js";
import { choice } from "../../cmdlet/parameter.js";
import { noteCall } from "../../http/note-call.js";
import { armId, armType } from "../../ids/arm-id.js";
import type { AsrAlertSetting } from "../../objects/alert-setting.js";
import { bindKnown } from "../bind-to.js";
import { all, operation, resource } from "../operation.js";
import type { Wire } from "../wire/wire-of.js";

/** There is one setting, and the real service calls it so. */
const NAME = "defaultAlertSetting";
const SETTING = "replicationAlertSettings/{alertSettingName}";

const CHANGE = z.object({
  sendToOwners: choice("Whether the owner of the subscription gets mail.", ["Send", "DoNotSend"]).optional(),
  customEmailAddresses: mailAddresses.optional(),
  locale: mailLocale.optional(),
});

export const ALERT_SETTING_OPERATIONS = [
  operation("replicationAlertSettings.list", {
    method: "GET",
    path: "replicationAlertSettings",
    scope: "administrator",
    does: "`Get-ASRAlertSetting`",
    run: async ({ context }) => all([await shown(context)]),
  }),
  operation("replicationAlertSettings.get", {
    method: "GET",
    path: SETTING,
    scope: "administrator",
    does: "`Get-ASRAlertSetting`",
    run: async ({ context, names }) => {
      refuseOther(names.alertSettingName);
      return resource(await shown(context));
    },
  }),
  operation("replicationAlertSettings.create", {
    method: "PUT",
    path: SETTING,
    scope: "administrator",
    does: "`Set-ASRAlertSetting`: what is not given stays as it is",
    run: async ({ context, caller, names, properties }) => {
      refuseOther(names.alertSettingName);
      const { sendToOwners, customEmailAddresses, locale } = bindKnown(CHANGE, await properties());
      const change = {
        ...(sendToOwners && { sendToOwner: sendToOwners === "Send" }),
        ...(customEmailAddresses && { customEmailAddresses }),
        ...(locale !== undefined && { locale }),
      };
      checkAlertChange(context, change);
      await noteCall(context, caller, { operation: "replicationAlertSettings.create", parameters: change });
      await changeAlertSetting(context, change);
      return resource(await shown(context));
    },
  }),
];

const shown = async (context: FleetContext): Promise<Wire> =>
  wireAlertSetting(context, await showAlertSetting(context, await context.alerts.findSetting()));

const wireAlertSetting = (
  { vault }: FleetContext,
  { EmailSubscriptionOwner, CustomEmailAddress, Locale }: Pick<AsrAlertSetting, "EmailSubscriptionOwner" | "CustomEmailAddress" | "Locale">,
): Wire => ({
  id: `${armId(vault, {})}/replicationAlertSettings/${NAME}`,
  name: NAME,
  type: `${armType()}/replicationAlertSettings`,
  properties: {
    sendToOwners: EmailSubscriptionOwner === "On" ? "Send" : "DoNotSend",
    customEmailAddresses: CustomEmailAddress,
    locale: Locale,
  },
});

function refuseOther(name: string): void {
  if (name.toLowerCase() === NAME.toLowerCase()) return;
  throw new FleetError("ResourceNotFound", `There is no alert setting "${name}"; the only one is "${NAME}"`, { target: "alertSettingName" });
}
