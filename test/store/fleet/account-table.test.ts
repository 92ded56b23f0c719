import { memoryAccounts } from "../memory/memory-accounts.js";
import { openStorage } from "../open-storage.js";
import { accountStoreContract } from "./account-store.contract.js";

accountStoreContract("memory", async () => memoryAccounts());
accountStoreContract("Azurite", async () => (await openStorage()).accounts);
