import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { Portal } from "./Portal.jsx";

// Twice mounted while developing, as React does it: the console must bear that.
createRoot(document.querySelector("#app")).render(
  <StrictMode>
    <Portal />
  </StrictMode>,
);
