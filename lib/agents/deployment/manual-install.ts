import { linuxSteps } from "./manual-linux.js";
import type { ManualStep, ManualWish } from "./manual-step.js";
import { windowsSteps } from "./manual-windows.js";

/** Everything to do on the machine itself. No command holds a secret. */
export const manualSteps = (wish: ManualWish): readonly ManualStep[] => (wish.osTag === "Windows" ? windowsSteps(wish) : linuxSteps(wish));
