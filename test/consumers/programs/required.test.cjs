// For Jest as it is by default: require() of an ES module.
const { fit } = require("nntk");
const { cholesky } = require("nntk/linalg");

test("what is required works", () => {
  expect(cholesky([[4]]).L.data[0]).toBe(2);
  expect(fit({ x: [0, 1, 2], y: [0, 1, 0] }, { width: 8 }).rmse).toBeLessThan(1);
});
