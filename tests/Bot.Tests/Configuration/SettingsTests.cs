using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using TriageBot.Bot.Configuration;
using TriageBot.Bot.Hosting;
using Xunit;

namespace TriageBot.Bot.Tests.Configuration;

public sealed class SettingsTests : IDisposable
{
    private readonly TemporaryFolder _program = new();
    private readonly TemporaryFolder _working = new();

    public void Dispose()
    {
        _program.Dispose();
        _working.Dispose();
    }

    [Fact]
    public void Build_no_settings_gives_the_defaults()
    {
        Assert.Equal(("out", "off"), (Read().OutputFolder, Read().Delivery.Mode));
    }

    [Fact]
    public void Build_file_in_the_working_folder_wins_over_the_bundled_one()
    {
        _program.Write("appsettings.json", """{ "BotName": "bundled" }""");
        _working.Write("appsettings.json", """{ "BotName": "mine" }""");

        Assert.Equal("mine", Read().BotName);
    }

    [Fact]
    public void Build_argument_wins_over_the_files()
    {
        _working.Write("appsettings.json", """{ "BotName": "mine" }""");

        Assert.Equal("argued", Read(("BotName", "argued")).BotName);
    }

    [Theory]
    [InlineData("OutputFoldr", "x", "Did you mean OutputFolder?")]
    [InlineData("Delivery:Mod", "off", "Did you mean Delivery:Mode?")]
    [InlineData("Sources:0:Pfad", "x", "Did you mean Sources:0:Path?")]
    [InlineData("Completely:Different", "x", "Remove it")]
    [InlineData("Schedule:Poll", "*/5 * * * * ?", "more often than once a minute")]
    [InlineData("Schedule:Nightly", "soon", "Schedule:Nightly is \"soon\"")]
    [InlineData("Storage:KeepRawMail", "soon", "KeepRawMail")]
    [InlineData("Storage:Provider", "MySQL", "Storage:Provider is \"MySQL\"")]
    [InlineData("Operations:Listen", "0.0.0.0:80", "Operations:Listen is \"0.0.0.0:80\"")]
    [InlineData("BotAddress", "nobody", "BotAddress is \"nobody\"")]
    [InlineData("OperatorAddress", "Me <me@example.org>", "OperatorAddress is")]
    [InlineData("Delivery:Mode", "loud", "Delivery:Mode is \"loud\". Set it to \"off\"")]
    [InlineData("Delivery:Mode", "auto", "nowhere to deliver to")]
    [InlineData("Delivery:Smtp:Password:Value", "hunter2", "Set Delivery:Smtp:Password:File")]
    [InlineData("Delivery:Smtp:Security", "maybe", "Set it to \"tls\"")]
    [InlineData("Delivery:GitHub:Repository", "just-a-name", "OWNER/NAME")]
    [InlineData("Commands:People:0:Rights:0", "rule", "Commands:People:0 names nobody")]
    [InlineData("Commands:People:0:GitHb", "x", "Did you mean Commands:People:0:GitHub?")]
    [InlineData("OutputFolder", "", "OutputFolder is empty")]
    [InlineData("Sources:0:Path", "", "Sources:0:Path is empty")]
    public void Build_wrong_setting_stops_with_its_name_and_a_remedy(string key, string value, string message)
    {
        ProgramStoppedException stopped = Assert.Throws<ProgramStoppedException>(() => Read((key, value)));

        Assert.Contains(message, stopped.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_wrong_setting_is_wrong_use()
    {
        Assert.Equal(ExitCode.WrongUse, Assert.Throws<ProgramStoppedException>(() => Read(("Nonsense", "1"))).ExitCode);
    }

    [Fact]
    public void Build_file_that_is_not_json_stops_with_its_name()
    {
        _working.Write("appsettings.json", "{ not json");

        Assert.Contains("appsettings.json", Assert.Throws<ProgramStoppedException>(() => Read()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_logging_section_of_dotnet_is_no_unknown_key()
    {
        _working.Write("appsettings.json", """{ "Logging": { "LogLevel": { "Default": "Warning" } } }""");

        Assert.NotNull(Read());
    }

    private TriageBotOptions Read(params (string Key, string Value)[] arguments)
    {
        SettingSources sources = new(_program.Path, _working.Path, [.. arguments.Select(a => KeyValuePair.Create(a.Key, (string?)a.Value))]);
        using IHost host = BotHost.Build(sources);
        return host.Services.GetRequiredService<IOptions<TriageBotOptions>>().Value;
    }
}
