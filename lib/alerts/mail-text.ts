import { foreignLine } from "../core/foreign-text.js";
import type { FleetEvent } from "../fleet/alerts/event.js";

const LONGEST_SUBJECT = 150;

/** Subject, text and a message id that is the same whenever the same events are sent again. */
export function mailText(events: readonly FleetEvent[]): Readonly<{ subject: string; text: string; messageId: string }> {
  const sorted = events.map(readable).toSorted((a, b) => rank(a) - rank(b) || (a.time < b.time ? -1 : 1));
  const [first] = sorted;
  const subject = sorted.length === 1 && first ? `${first.severity}: ${first.description}` : manyEvents(sorted);
  return {
    subject: `[Mobility Fleet] ${subject.length > LONGEST_SUBJECT ? `${subject.slice(0, LONGEST_SUBJECT)} …` : subject}`,
    text: [...sorted.map(paragraph), "Get-AsrEvent lists all events; Set-AsrAlertSetting says who is told of them.", ""].join("\n\n"),
    messageId: `<${first?.name ?? "none"}.${sorted.length}@mobility-fleet.invalid>`,
  };
}

const MOST_SHOWN = 2000;

/** Events of earlier releases have their texts as a machine said them. */
const readable = (event: FleetEvent): FleetEvent => ({ ...event, description: foreignLine(event.description, MOST_SHOWN) });

const RANK = ["Critical", "Warning", "Unknown", "OK"];
const rank = ({ severity }: FleetEvent): number => RANK.indexOf(severity);

function manyEvents(events: readonly FleetEvent[]): string {
  const critical = events.filter(({ severity }) => severity === "Critical").length;
  return `${events.length} events${critical > 0 ? `, ${critical} of them critical` : ""}`;
}

const paragraph = ({ time, severity, code, description, fabric, affectedObjectFriendlyName, job, name }: FleetEvent): string =>
  [
    `${severity}: ${description}`,
    `  ${time}  ${code}`,
    ...(affectedObjectFriendlyName === undefined
      ? []
      : [`  about ${affectedObjectFriendlyName}${fabric === undefined ? "" : ` in fabric ${fabric}`}`]),
    ...(job === undefined ? [] : [`  job ${job}`]),
    `  event ${name}`,
  ].join("\n");
