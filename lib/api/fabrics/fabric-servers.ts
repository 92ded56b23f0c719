import { z } from "zod";
import { type ParameterFacts, parameter, text, time } from "../cmdlet/parameter.js";
import { agentVersion, networkAddress } from "../cmdlet/parameter-formats.js";

const Server = z
  .strictObject({
    FriendlyName: text("Name that people know the server by."),
    Id: text("Id of the server; its friendly name when not given.").optional(),
    IpAddress: networkAddress("Address of the server.").optional(),
    AgentVersion: agentVersion("Version of its software.").optional(),
    LastHeartbeat: time("When it was last heard of, as its configuration server shows it at this moment.").optional(),
  })
  .transform(({ FriendlyName, Id, IpAddress, AgentVersion, LastHeartbeat }) => ({
    id: Id ?? FriendlyName,
    friendlyName: FriendlyName,
    ...(IpAddress !== undefined && { ipAddress: IpAddress }),
    ...(AgentVersion !== undefined && { agentVersion: AgentVersion }),
    ...(LastHeartbeat && { lastHeartbeat: LastHeartbeat.toISOString() }),
  }));

/** The servers of one kind of a fabric, handed on as the domain has them. */
export const fabricServers = (description: string, more: Partial<ParameterFacts> = {}) =>
  parameter(z.array(Server).max(100), {
    description,
    expected: "a list of objects with FriendlyName and, where they are known, Id, IpAddress, AgentVersion and LastHeartbeat",
    ...more,
  });
