import { accountStoreContract } from "./account-store.contract.js";
import { memoryAccounts } from "./memory-accounts.js";
import { openStorage } from "./open-storage.js";

accountStoreContract("memory", async () => memoryAccounts());
accountStoreContract("Azurite", async () => (await openStorage()).accounts);
