/** `surefoot/config`: for `surefoot.config.ts`, and for services that read Surefoot's settings. */
export {
  defineConfig,
  type ExampleConfig,
  type MetricConfig,
  type PolicyConfig,
  type PromptAdditions,
  type SurefootConfig,
  type WarehouseConfig,
} from './define-config.js';
export { ConfigError } from './config-error.js';
export { loadConfig, settingNames, type Config } from '../config.js';
