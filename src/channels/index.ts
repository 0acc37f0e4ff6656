import type { Config } from '../config.ts';
import type { Channel, ChannelDeps } from './channel.ts';
import { telegram } from './telegram/index.ts';
import { webChat } from './webchat/index.ts';

/** Every channel that is on: the web chat always, the others where their variables are set. */
export const createChannels = (config: Config, deps: ChannelDeps): Channel[] => [
  webChat(deps),
  ...(config.telegram ? [telegram(config.telegram, deps)] : []),
];
