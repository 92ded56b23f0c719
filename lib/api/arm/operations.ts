import type { Operation } from "./operation.js";
import { ALERT_SETTING_OPERATIONS } from "./operations/alert-settings.js";
import { EMPTY_OPERATIONS } from "./operations/empty-lists.js";
import { EVENT_OPERATIONS } from "./operations/events.js";
import { FABRIC_OPERATIONS } from "./operations/fabrics.js";
import { JOB_OPERATIONS } from "./operations/jobs.js";
import { PROTECTABLE_ITEM_OPERATIONS } from "./operations/protectable-items.js";
import { PROTECTED_ITEM_OPERATIONS } from "./operations/protected-items.js";
import { RESULT_OPERATIONS } from "./operations/results.js";
import { SERVICES_PROVIDER_OPERATIONS } from "./operations/services-providers.js";
import { VAULT_HEALTH_OPERATIONS } from "./operations/vault-health.js";

/** Every operation that is answered. Paths are below the vault; of two that fit the first is meant. */
export const OPERATIONS: readonly Operation[] = [
  ...FABRIC_OPERATIONS,
  ...PROTECTABLE_ITEM_OPERATIONS,
  ...PROTECTED_ITEM_OPERATIONS,
  ...JOB_OPERATIONS,
  ...EVENT_OPERATIONS,
  ...ALERT_SETTING_OPERATIONS,
  ...SERVICES_PROVIDER_OPERATIONS,
  ...VAULT_HEALTH_OPERATIONS,
  ...EMPTY_OPERATIONS,
  ...RESULT_OPERATIONS,
];
