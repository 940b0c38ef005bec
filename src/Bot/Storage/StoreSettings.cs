using TriageBot.Bot.Configuration;

namespace TriageBot.Bot.Storage;

/// <summary>Which store the settings name.</summary>
internal static class StoreSettings
{
    /// <summary>The output folder as a full path.</summary>
    public static string FolderOf(TriageBotOptions options, string workingFolder) => Path.GetFullPath(options.OutputFolder, workingFolder);

    /// <summary>The database.</summary>
    /// <exception cref="ProgramStoppedException">The connection string is not set or is none.</exception>
    public static StoreAddress AddressOf(TriageBotOptions options, string workingFolder)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!options.Storage.IsShared)
        {
            return StoreAddress.Sqlite(FolderOf(options, workingFolder));
        }

        const string Setting = "Storage:ConnectionString";
        string text = options.Storage.ConnectionString.Read(Setting, workingFolder);
        try
        {
            return StoreAddress.PostgreSql(text);
        }
        catch (ArgumentException e)
        {
            // The message of Npgsql may repeat the text, and with it the password.
            throw new ProgramStoppedException($"{Setting} is no connection string of PostgreSQL. Write it as Host=127.0.0.1;Database=triagebot;Username=...;Password=...", ExitCode.WrongUse, e);
        }
    }
}
