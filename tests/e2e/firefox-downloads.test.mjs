// Downloads in bad weather, in Firefox.
import { downloadWeatherIn } from "./support/download-weather.mjs";
import { firefox } from "./support/hands.mjs";

downloadWeatherIn("firefox", firefox);
