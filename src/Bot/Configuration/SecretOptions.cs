namespace TriageBot.Bot.Configuration;

/// <summary>A secret. It comes from a file, from a credential of systemd, or from the environment; never from <c>appsettings.json</c>
/// or the command line, which others can read.</summary>
internal sealed class SecretOptions
{
    private const string CredentialsFolder = "CREDENTIALS_DIRECTORY";

    /// <summary>The secret itself; from the environment only, e.g. <c>TRIAGEBOT_Delivery__Smtp__Password__Value</c>. Default: none.</summary>
    public string Value { get; set; } = "";

    /// <summary>File that holds it, relative to the working folder; a bare name is looked for among systemd's credentials first. Default: none.</summary>
    public string File { get; set; } = "";

    /// <summary>Whether there is a secret at all.</summary>
    public bool IsSet => Value.Length > 0 || File.Length > 0;

    /// <summary>Reads it; a line end behind it is not part of it.</summary>
    /// <param name="setting">Name of the setting, for messages.</param>
    /// <param name="folder">What a relative path starts from.</param>
    /// <exception cref="ProgramStoppedException">The file cannot be read or is empty, or nothing is set.</exception>
    public string Read(string setting, string folder)
    {
        if (Value.Length > 0)
        {
            return Value;
        }

        if (File.Length == 0)
        {
            throw new ProgramStoppedException($"{setting} is not set. Set {setting}:File to a file that holds it.", ExitCode.WrongUse);
        }

        string path = PathOf(folder);
        try
        {
            string text = System.IO.File.ReadAllText(path).TrimEnd('\r', '\n');
            return text.Length > 0 ? text : throw new ProgramStoppedException($"{path} ({setting}:File) is empty. Write the secret into it.", ExitCode.WrongUse);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ProgramStoppedException($"{path} ({setting}:File) cannot be read: {e.Message} Create it, readable by the user of this program only.", ExitCode.WrongUse, e);
        }
    }

    private string PathOf(string folder)
    {
        string? credentials = Environment.GetEnvironmentVariable(CredentialsFolder);
        if (!string.IsNullOrEmpty(credentials) && System.IO.Path.GetFileName(File) == File)
        {
            string path = System.IO.Path.Combine(credentials, File);
            if (System.IO.File.Exists(path))
            {
                return path;
            }
        }

        return System.IO.Path.GetFullPath(File, folder);
    }
}
