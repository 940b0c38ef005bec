namespace TriageBot.Service.Tests.Servers;

/// <summary>A data folder of a server. In the system's folder for temporary files: servers give up root, and what they become must reach it;
/// the names of their sockets may be no longer than 107 bytes.</summary>
internal sealed class ServerFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("triagebot-");

    public ServerFolder()
    {
        if (!OperatingSystem.IsWindows())
        {
            _folder.UnixFileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
                | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        }
    }

    public string Path => _folder.FullName;

    /// <summary>Path of something in it.</summary>
    public string PathOf(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    /// <summary>Writes a file and returns its path.</summary>
    public string Write(string name, string content)
    {
        string path = PathOf(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
