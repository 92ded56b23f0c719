import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { disturbedNetwork, type LabNetwork } from "../../../../local/lab/door/network.js";
import { stays, until } from "../../../until.js";

const echo = createServer((socket) => socket.on("error", () => {}).pipe(socket));
let network: LabNetwork;
beforeAll(async () => {
  echo.listen(0, "127.0.0.1");
  await once(echo, "listening");
  network = await disturbedNetwork(() => ({ address: "127.0.0.1", port: (echo.address() as AddressInfo).port })); // a TCP server has an address object
});
afterAll(async () => {
  await network.close();
  echo.close();
});

const open = async (): Promise<Socket> => {
  const socket = connect(network.place.port, network.place.address).on("error", () => {});
  await once(socket, "connect");
  return socket;
};

it("holds everything back while it is frozen", async () => {
  const socket = await open();
  socket.write("1");
  expect(String((await once(socket, "data"))[0])).toBe("1");
  network.freeze();
  socket.write("2");
  let answer = "";
  socket.on("data", (data) => {
    answer += String(data);
  });
  await stays(() => answer === "", { forMs: 50 });
  network.thaw();
  await until(() => answer === "2");
});

it("ends a connection after so many bytes, and all of them at once when asked", async () => {
  network.dropAfterBytes(1000);
  const limited = await open();
  limited.resume().write(Buffer.alloc(2000));
  await once(limited, "close");
  network.dropAfterBytes(null);
  const free = await open();
  free.write("1");
  await once(free, "data");
  network.drop();
  await once(free, "close");
});
