import { render } from "preact";
import { Frame } from "./frame.js";
import { comeBack } from "./session/entra/sign-in.js";
import { askOthers } from "./session/key.js";
import "./style/base.css";
import "./style/controls.css";
import "./style/screens.css";
import "./style/pieces.css";

const place = document.getElementById("app");
if (place) {
  place.replaceChildren();
  render(<Frame />, place);
  void comeBack();
  askOthers();
}
