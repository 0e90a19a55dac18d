// Downloads in bad weather, in Firefox.
import { firefox } from "./support/hands.mjs";
import { weatherIn } from "./support/weather.mjs";

weatherIn("firefox", firefox);
