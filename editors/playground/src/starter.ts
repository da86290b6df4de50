/** The script that the page starts with. */

import type { Project } from "./protocol";

const TEXT = `# Asks for the opening hours, and insists if the agent isn't sure.
scenario: Ask for the opening hours
role: A customer who is in a hurry
language: en

FIRST_MESSAGE
  say: Hello! Are you open today?

WHEN contains "until five" OR contains "until six"
  say: Great, thank you. <silence time="1s" /> See you later!
  end call

WHEN The agent isn't sure
  do: Ask politely whether somebody else knows
THEN
  say: All right. I'll call again tomorrow. [sigh]
  end call
`;

export const STARTER: Project = { files: { "hours.scn": TEXT }, open: "hours.scn", target: null };
