using System.CommandLine;
using TriageBot.Bot.Intake;
using TriageBot.Bot.Patches;
using TriageBot.Bot.Reports;
using TriageBot.Engine.Profiles;
using TriageBot.Engine.Profiles.Patches;
using TriageBot.Parsers.Mail;
using TriageBot.Parsers.Patches;

namespace TriageBot.Bot.CommandLine;

/// <summary>The argument of <c>--patch</c>: a diff, a mail that holds one, or a mailbox with the mails of a series in their order.</summary>
internal static class PatchArgument
{
    private const int MaxPatches = 100;

    /// <summary>The option.</summary>
    public static Option<string?> Option() => new("--patch")
    {
        Description = "Kernel patch to apply to the profile first: a diff, a mail that holds one, or a mailbox with a series; - for standard input",
        HelpName = "FILE",
    };

    /// <summary>What makes of a kernel the kernel with the patch; null when there is none.</summary>
    /// <param name="file">Null for none.</param>
    /// <exception cref="ProgramStoppedException">The file cannot be read or changes nothing that is modelled; from the result also: it does not fit the kernel.</exception>
    public static Func<KernelProfile, KernelProfile>? Of(string? file, ProgramIo io)
    {
        if (file is null)
        {
            return null;
        }

        ProfilePatch[] series = [.. Read(file, io).Select(ProfilePatches.Of)];
        return profile => Apply(profile, series, file);
    }

    private static KernelProfile Apply(KernelProfile profile, ProfilePatch[] series, string file)
    {
        PatchedProfile patched = ProfilePatcher.Apply(profile, series);
        if (!patched.Applies)
        {
            string unplaced = string.Join("\n  ", patched.Unplaced.Select(edit => SafeText.Line(edit, 300)));
            throw new ProgramStoppedException($"{file} does not fit {profile.Name}; try another --profile:\n  {unplaced}", ExitCode.WrongUse);
        }

        return ReferenceEquals(patched.Profile, profile)
            ? throw new ProgramStoppedException($"{file} changes nothing that {profile.Name} models: no block of the module chain and no step of the module loader.", ExitCode.WrongUse)
            : patched.Profile;
    }

    private static List<KernelPatch> Read(string file, ProgramIo io)
    {
        try
        {
            using Stream stream = file is "-" ? io.Input : File.OpenRead(Path.GetFullPath(file, io.WorkingFolder));
            return [.. MailFile.Read(stream, file).Where(m => m.IsReadable).Take(MaxPatches).Select(m => MailReader.Read(m.Bytes).KernelPatch).OfType<KernelPatch>()];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ProgramStoppedException($"{file} cannot be read: {e.Message}", ExitCode.Unreachable, e);
        }
    }
}
