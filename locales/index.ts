import viCommon from './vi/common.json' with { type: 'json' };
import viCommands from './vi/commands.json' with { type: 'json' };
import viRefusals from './vi/refusals.json' with { type: 'json' };
import viNotices from './vi/notices.json' with { type: 'json' };
import viJobs from './vi/jobs.json' with { type: 'json' };
import viWeb from './vi/web.json' with { type: 'json' };
import viCli from './vi/cli.json' with { type: 'json' };
import viApi from './vi/api.json' with { type: 'json' };
import viHelp from './vi/help.json' with { type: 'json' };
import viProgramme from './vi/programme.json' with { type: 'json' };
import viConfig from './vi/config.json' with { type: 'json' };
import viChat from './vi/chat.json' with { type: 'json' };
import viReports from './vi/reports.json' with { type: 'json' };
import viProfile from './vi/profile.json' with { type: 'json' };
import enCommon from './en/common.json' with { type: 'json' };
import enCommands from './en/commands.json' with { type: 'json' };
import enRefusals from './en/refusals.json' with { type: 'json' };
import enNotices from './en/notices.json' with { type: 'json' };
import enJobs from './en/jobs.json' with { type: 'json' };
import enWeb from './en/web.json' with { type: 'json' };
import enCli from './en/cli.json' with { type: 'json' };
import enApi from './en/api.json' with { type: 'json' };
import enHelp from './en/help.json' with { type: 'json' };
import enProgramme from './en/programme.json' with { type: 'json' };
import enConfig from './en/config.json' with { type: 'json' };
import enChat from './en/chat.json' with { type: 'json' };
import enReports from './en/reports.json' with { type: 'json' };
import enProfile from './en/profile.json' with { type: 'json' };

export const vi = {
  common: viCommon,
  commands: viCommands,
  refusals: viRefusals,
  notices: viNotices,
  jobs: viJobs,
  web: viWeb,
  cli: viCli,
  api: viApi,
  help: viHelp,
  programme: viProgramme,
  config: viConfig,
  chat: viChat,
  reports: viReports,
  profile: viProfile,
};

export const en = {
  common: enCommon,
  commands: enCommands,
  refusals: enRefusals,
  notices: enNotices,
  jobs: enJobs,
  web: enWeb,
  cli: enCli,
  api: enApi,
  help: enHelp,
  programme: enProgramme,
  config: enConfig,
  chat: enChat,
  reports: enReports,
  profile: enProfile,
};
