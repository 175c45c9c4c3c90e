// The same tests with a million inputs: half a minute.
process.env.NNTK_FUZZ ??= "1000000";
await import("./fuzz.test.js");
