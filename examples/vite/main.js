// Training in a Worker, the page stays responsive.
const worker = new Worker(new URL("./train.js", import.meta.url), { type: "module" });
worker.onmessage = ({ data }) => {
  document.querySelector("output").textContent = `step ${data.step}: loss ${data.loss.toExponential(2)}`;
};
