using TriageBot.Bot.CommandLine;

return await TriageBotCommand.RunAsync(args, ProgramIo.OfProcess());
