using System.Collections.Immutable;

namespace TriageBot.Bot.Configuration;

/// <summary>Where settings come from, each stronger than the one before: the file beside the program, the file in the
/// working folder, the environment, the arguments.</summary>
/// <param name="ProgramFolder">Folder of the program; holds the bundled <c>appsettings.json</c>.</param>
/// <param name="WorkingFolder">Folder that relative paths start from.</param>
/// <param name="Arguments">Settings given on the command line.</param>
internal sealed record SettingSources(
    string ProgramFolder, string WorkingFolder, ImmutableArray<KeyValuePair<string, string?>> Arguments)
{
    /// <summary>Prefix of environment variables; two underscores stand for a colon.</summary>
    public const string EnvironmentPrefix = "TRIAGEBOT_";

    /// <summary>The sources of the running process.</summary>
    public static SettingSources OfProcess(ImmutableArray<KeyValuePair<string, string?>> arguments) =>
        new(AppContext.BaseDirectory, Directory.GetCurrentDirectory(), arguments);

    /// <summary>Adds all of them in order.</summary>
    /// <exception cref="ProgramStoppedException">A file is not JSON or cannot be read.</exception>
    public void AddTo(IConfigurationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        foreach (string folder in new[] { ProgramFolder, WorkingFolder }.Distinct(StringComparer.Ordinal))
        {
            AddFile(builder, Path.Combine(folder, "appsettings.json"));
        }

        builder.AddEnvironmentVariables(EnvironmentPrefix);
        RefuseSecrets(Arguments, "The command line");
        builder.AddInMemoryCollection(Arguments);
    }

    // Others can read both: settings are copied into reports and repositories, arguments stand in the list of processes.
    private static void RefuseSecrets(IEnumerable<KeyValuePair<string, string?>> settings, string where)
    {
        foreach (string key in settings.Where(s => !string.IsNullOrEmpty(s.Value) && SettingKeys.IsSecret(s.Key)).Select(s => s.Key))
        {
            string parent = key[..key.LastIndexOf(':')];
            string variable = EnvironmentPrefix + key.Replace(":", "__", StringComparison.Ordinal);
            throw new ProgramStoppedException(
                $"{where} holds the secret {key}, which does not belong there. Set {parent}:File to a file that holds it, or set {variable} in the environment.",
                ExitCode.WrongUse);
        }
    }

    private static void AddFile(IConfigurationBuilder builder, string path)
    {
        if (!File.Exists(path))
        {
            return;
        }

        try
        {
            // A stream, not AddJsonFile: no file watcher, and errors come here instead of at first use.
            using FileStream stream = File.OpenRead(path);
            IConfigurationRoot parsed = new ConfigurationBuilder().AddJsonStream(stream).Build();
            KeyValuePair<string, string?>[] settings = [.. parsed.AsEnumerable().Where(pair => pair.Value is not null)];
            RefuseSecrets(settings, path);
            builder.AddInMemoryCollection(settings);
        }
        catch (Exception e) when (e is FormatException or InvalidDataException or IOException or UnauthorizedAccessException or System.Text.Json.JsonException)
        {
            throw new ProgramStoppedException($"{path} cannot be read as settings: {e.InnerException?.Message ?? e.Message}", ExitCode.WrongUse, e);
        }
    }
}
