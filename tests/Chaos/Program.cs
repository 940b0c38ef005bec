using System.CommandLine;
using TriageBot.Chaos;

Option<int> kills = new("--kills") { DefaultValueFactory = _ => 300 };
Option<int> messages = new("--messages") { DefaultValueFactory = _ => 100_000 };
Option<int> nodes = new("--nodes") { DefaultValueFactory = _ => 1 };
Option<bool> postgres = new("--postgres") { Description = "PostgreSQL instead of SQLite" };
Option<int> seed = new("--seed") { DefaultValueFactory = _ => 20160130 };

Command kill = new("kill", "Kill the bot again and again while mail comes in, and count what is lost or done twice") { kills, nodes, postgres, seed };
kill.SetAction(async (parse, cancellationToken) =>
{
    KillPlan plan = new(parse.GetValue(kills), parse.GetValue(nodes), parse.GetValue(postgres), parse.GetValue(seed));
    KillFigures figures = await KillRun.RunAsync(plan, Console.Out, cancellationToken);
    Figures.Keep($"kill-{plan.OnPostgres}-{plan.Nodes}", Figures.Line(figures));
    await Console.Out.WriteLineAsync(Figures.Line(figures));
    return figures.Audit.IsClean ? 0 : 1;
});

Command soak = new("soak", "Send many messages through the whole pipeline, and watch memory and speed") { messages, nodes, postgres };
soak.SetAction(async (parse, cancellationToken) =>
{
    SoakPlan plan = new(parse.GetValue(messages), parse.GetValue(nodes), parse.GetValue(postgres));
    SoakFigures figures = await SoakRun.RunAsync(plan, Console.Out, cancellationToken);
    Figures.Keep($"soak-{plan.OnPostgres}-{plan.Nodes}", Figures.Line(figures));
    await Console.Out.WriteLineAsync(Figures.Line(figures));
    return figures.Judged == plan.Messages ? 0 : 1;
});

Command page = new("page", "Write the figures of the last runs into docs/reliability.md");
page.SetAction(_ => Figures.WritePage());

return await new RootCommand("Breaks the bot on purpose and counts what that does.") { kill, soak, page }.Parse(args).InvokeAsync();
