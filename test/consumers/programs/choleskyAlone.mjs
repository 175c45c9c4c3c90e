import { cholesky } from "nntk/linalg";

console.log(cholesky([[4]]).L.data[0]);
