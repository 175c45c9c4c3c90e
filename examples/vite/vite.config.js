// The Worker is a module: it awaits at its top level.
export default { worker: { format: "es" } };
