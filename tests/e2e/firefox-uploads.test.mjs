// Uploads in bad weather, in Firefox.
import { firefox } from "./support/hands.mjs";
import { uploadWeatherIn } from "./support/upload-weather.mjs";

uploadWeatherIn("firefox", firefox);
