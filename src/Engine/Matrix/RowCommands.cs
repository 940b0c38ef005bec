using System.Collections.Immutable;
using System.Globalization;

namespace TriageBot.Engine.Matrix;

/// <summary>Turns the coordinates of a row into commands.</summary>
internal static class RowCommands
{
    private const string Enabled = "/sys/kernel/livepatch/{0}/enabled";

    public static ImmutableArray<string> Build(
        string order, string ending, string failure, string patch, string tracer, string probe, ImmutableArray<ThirdPosition> positions)
    {
        List<string> commands = [];
        bool third = failure.StartsWith("third-", StringComparison.Ordinal);
        if (third)
        {
            commands.Add("insmod third.ko " + ThirdArgument(failure, positions));
        }

        if (tracer.Length > 0)
        {
            commands.Add("echo function > /sys/kernel/tracing/current_tracer");
        }

        if (probe.Length > 0)
        {
            commands.Add($"echo p:kp{(probe == "kprobe-post" ? "/post" : "")} target:target_fn > /sys/kernel/tracing/kprobe_events");
            commands.Add("echo 1 > /sys/kernel/tracing/events/kprobes/kp/enable");
        }

        List<string> patches = LoadPatches(failure, patch);
        List<string> target = LoadTarget(failure, third);
        commands.AddRange(order == "patch-then-target" ? patches.Concat(target) : target.Concat(patches));
        commands.Add("echo 5 > /sys/module/target/parameters/call");
        End(commands, ending, patch);
        return [.. commands];
    }

    private static string ThirdArgument(string failure, ImmutableArray<ThirdPosition> positions)
    {
        string[] words = failure.Split('-');
        int index = positions.Select(p => p.Name).ToList().IndexOf(words[2]);
        return string.Create(CultureInfo.InvariantCulture, $"{(words[1] == "refuses" ? "refuse" : "stop")}={index}");
    }

    private static List<string> LoadPatches(string failure, string patch)
    {
        List<string> commands = [failure == "callback-refuses" ? "insmod patch.ko pre_patch_ret=-19" : "insmod patch.ko"];
        if (failure == "patch-refuses")
        {
            commands.Add("insmod patch_bad.ko");
        }

        if (patch.Length > 0)
        {
            commands.Add(patch == "stacked" ? "insmod patch2.ko" : "insmod patch_r.ko");
        }

        return commands;
    }

    /// <summary>A load that is cut short is followed by one that is not: what the first left behind shows in the second.</summary>
    private static List<string> LoadTarget(string failure, bool third) => failure switch
    {
        "init-fails" => ["insmod target.ko fail_init=1", "insmod target.ko"],
        "callback-refuses" => ["insmod target.ko", "echo 0 > /sys/module/patch/parameters/pre_patch_ret", "insmod target.ko"],
        _ when third && failure.Contains("refuses", StringComparison.Ordinal) => ["insmod target.ko", "rmmod third", "insmod target.ko"],
        _ => ["insmod target.ko"],
    };

    private static void End(List<string> commands, string ending, string patch)
    {
        string newest = patch switch
        {
            "stacked" => "patch2",
            "replace" => "patch_r",
            _ => "patch",
        };
        if (ending == "disable-unload")
        {
            commands.Add(string.Format(CultureInfo.InvariantCulture, "echo 0 > " + Enabled, newest));
        }

        commands.Add("rmmod target");
        if (ending == "reload")
        {
            commands.Add("insmod target.ko");
            commands.Add("echo 6 > /sys/module/target/parameters/call");
        }
    }
}
