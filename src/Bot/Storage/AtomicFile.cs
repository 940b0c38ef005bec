using System.Runtime.InteropServices;
using System.Text;

namespace TriageBot.Bot.Storage;

/// <summary>Writes a file so that it is there whole or not at all, also across a crash or a power cut.</summary>
internal static partial class AtomicFile
{
    /// <summary>Ending of unfinished files; those that a killed process left are removed by <see cref="RemoveUnfinished"/>.</summary>
    public const string UnfinishedSuffix = ".part";

    /// <summary>Writes UTF-8 without a byte order mark. An existing file is replaced.</summary>
    public static void Write(string path, string content)
    {
        string folder = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(folder);
        string unfinished = path + UnfinishedSuffix;
        using (FileStream stream = new(unfinished, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            stream.Write(Encoding.UTF8.GetBytes(content));
            stream.Flush(flushToDisk: true);
        }

        File.Move(unfinished, path, overwrite: true);
        FlushFolder(folder);
    }

    /// <summary>Removes what a killed process left behind in a folder.</summary>
    public static void RemoveUnfinished(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        foreach (string file in Directory.EnumerateFiles(folder, "*" + UnfinishedSuffix))
        {
            File.Delete(file);
        }
    }

    // A rename is on disk only when its folder is; .NET opens no folders, so libc does.
    private static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        int handle = Open(folder, 0);
        if (handle >= 0)
        {
            _ = FSync(handle);
            _ = Close(handle);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FSync(int handle);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int handle);
}
