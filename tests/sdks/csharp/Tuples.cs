// Outputs of several values, of two to eight.

using System.Threading.Tasks;

namespace Pulumi
{
    public static partial class Output
    {
        public static Output<(T1, T2)> Tuple<T1, T2>(
            Output<T1> item1, Output<T2> item2) =>
            Tuple((Input<T1>)item1, (Input<T2>)item2);

        public static Output<(T1, T2)> Tuple<T1, T2>(
            Input<T1> item1, Input<T2> item2)
        {
            return new Output<(T1, T2)>(Together());

            async Task<Data<(T1, T2)>> Together()
            {
                var data1 = await item1.ToOutput().Data.ConfigureAwait(false);
                var data2 = await item2.ToOutput().Data.ConfigureAwait(false);
                return data1.And(data2).With((data1.Value, data2.Value));
            }
        }

        public static Output<(T1, T2, T3)> Tuple<T1, T2, T3>(
            Output<T1> item1, Output<T2> item2, Output<T3> item3) =>
            Tuple((Input<T1>)item1, (Input<T2>)item2, (Input<T3>)item3);

        public static Output<(T1, T2, T3)> Tuple<T1, T2, T3>(
            Input<T1> item1, Input<T2> item2, Input<T3> item3)
        {
            return new Output<(T1, T2, T3)>(Together());

            async Task<Data<(T1, T2, T3)>> Together()
            {
                var data1 = await item1.ToOutput().Data.ConfigureAwait(false);
                var data2 = await item2.ToOutput().Data.ConfigureAwait(false);
                var data3 = await item3.ToOutput().Data.ConfigureAwait(false);
                return data1.And(data2).And(data3).With((data1.Value, data2.Value, data3.Value));
            }
        }

        public static Output<(T1, T2, T3, T4)> Tuple<T1, T2, T3, T4>(
            Output<T1> item1, Output<T2> item2, Output<T3> item3, Output<T4> item4) =>
            Tuple((Input<T1>)item1, (Input<T2>)item2, (Input<T3>)item3, (Input<T4>)item4);

        public static Output<(T1, T2, T3, T4)> Tuple<T1, T2, T3, T4>(
            Input<T1> item1, Input<T2> item2, Input<T3> item3, Input<T4> item4)
        {
            return new Output<(T1, T2, T3, T4)>(Together());

            async Task<Data<(T1, T2, T3, T4)>> Together()
            {
                var data1 = await item1.ToOutput().Data.ConfigureAwait(false);
                var data2 = await item2.ToOutput().Data.ConfigureAwait(false);
                var data3 = await item3.ToOutput().Data.ConfigureAwait(false);
                var data4 = await item4.ToOutput().Data.ConfigureAwait(false);
                return data1.And(data2).And(data3).And(data4).With((data1.Value, data2.Value, data3.Value, data4.Value));
            }
        }

        public static Output<(T1, T2, T3, T4, T5)> Tuple<T1, T2, T3, T4, T5>(
            Output<T1> item1, Output<T2> item2, Output<T3> item3, Output<T4> item4, Output<T5> item5) =>
            Tuple((Input<T1>)item1, (Input<T2>)item2, (Input<T3>)item3, (Input<T4>)item4, (Input<T5>)item5);

        public static Output<(T1, T2, T3, T4, T5)> Tuple<T1, T2, T3, T4, T5>(
            Input<T1> item1, Input<T2> item2, Input<T3> item3, Input<T4> item4, Input<T5> item5)
        {
            return new Output<(T1, T2, T3, T4, T5)>(Together());

            async Task<Data<(T1, T2, T3, T4, T5)>> Together()
            {
                var data1 = await item1.ToOutput().Data.ConfigureAwait(false);
                var data2 = await item2.ToOutput().Data.ConfigureAwait(false);
                var data3 = await item3.ToOutput().Data.ConfigureAwait(false);
                var data4 = await item4.ToOutput().Data.ConfigureAwait(false);
                var data5 = await item5.ToOutput().Data.ConfigureAwait(false);
                return data1.And(data2).And(data3).And(data4).And(data5).With((data1.Value, data2.Value, data3.Value, data4.Value, data5.Value));
            }
        }

        public static Output<(T1, T2, T3, T4, T5, T6)> Tuple<T1, T2, T3, T4, T5, T6>(
            Output<T1> item1, Output<T2> item2, Output<T3> item3, Output<T4> item4, Output<T5> item5, Output<T6> item6) =>
            Tuple((Input<T1>)item1, (Input<T2>)item2, (Input<T3>)item3, (Input<T4>)item4, (Input<T5>)item5, (Input<T6>)item6);

        public static Output<(T1, T2, T3, T4, T5, T6)> Tuple<T1, T2, T3, T4, T5, T6>(
            Input<T1> item1, Input<T2> item2, Input<T3> item3, Input<T4> item4, Input<T5> item5, Input<T6> item6)
        {
            return new Output<(T1, T2, T3, T4, T5, T6)>(Together());

            async Task<Data<(T1, T2, T3, T4, T5, T6)>> Together()
            {
                var data1 = await item1.ToOutput().Data.ConfigureAwait(false);
                var data2 = await item2.ToOutput().Data.ConfigureAwait(false);
                var data3 = await item3.ToOutput().Data.ConfigureAwait(false);
                var data4 = await item4.ToOutput().Data.ConfigureAwait(false);
                var data5 = await item5.ToOutput().Data.ConfigureAwait(false);
                var data6 = await item6.ToOutput().Data.ConfigureAwait(false);
                return data1.And(data2).And(data3).And(data4).And(data5).And(data6).With((data1.Value, data2.Value, data3.Value, data4.Value, data5.Value, data6.Value));
            }
        }

        public static Output<(T1, T2, T3, T4, T5, T6, T7)> Tuple<T1, T2, T3, T4, T5, T6, T7>(
            Output<T1> item1, Output<T2> item2, Output<T3> item3, Output<T4> item4, Output<T5> item5, Output<T6> item6, Output<T7> item7) =>
            Tuple((Input<T1>)item1, (Input<T2>)item2, (Input<T3>)item3, (Input<T4>)item4, (Input<T5>)item5, (Input<T6>)item6, (Input<T7>)item7);

        public static Output<(T1, T2, T3, T4, T5, T6, T7)> Tuple<T1, T2, T3, T4, T5, T6, T7>(
            Input<T1> item1, Input<T2> item2, Input<T3> item3, Input<T4> item4, Input<T5> item5, Input<T6> item6, Input<T7> item7)
        {
            return new Output<(T1, T2, T3, T4, T5, T6, T7)>(Together());

            async Task<Data<(T1, T2, T3, T4, T5, T6, T7)>> Together()
            {
                var data1 = await item1.ToOutput().Data.ConfigureAwait(false);
                var data2 = await item2.ToOutput().Data.ConfigureAwait(false);
                var data3 = await item3.ToOutput().Data.ConfigureAwait(false);
                var data4 = await item4.ToOutput().Data.ConfigureAwait(false);
                var data5 = await item5.ToOutput().Data.ConfigureAwait(false);
                var data6 = await item6.ToOutput().Data.ConfigureAwait(false);
                var data7 = await item7.ToOutput().Data.ConfigureAwait(false);
                return data1.And(data2).And(data3).And(data4).And(data5).And(data6).And(data7).With((data1.Value, data2.Value, data3.Value, data4.Value, data5.Value, data6.Value, data7.Value));
            }
        }

        public static Output<(T1, T2, T3, T4, T5, T6, T7, T8)> Tuple<T1, T2, T3, T4, T5, T6, T7, T8>(
            Output<T1> item1, Output<T2> item2, Output<T3> item3, Output<T4> item4, Output<T5> item5, Output<T6> item6, Output<T7> item7, Output<T8> item8) =>
            Tuple((Input<T1>)item1, (Input<T2>)item2, (Input<T3>)item3, (Input<T4>)item4, (Input<T5>)item5, (Input<T6>)item6, (Input<T7>)item7, (Input<T8>)item8);

        public static Output<(T1, T2, T3, T4, T5, T6, T7, T8)> Tuple<T1, T2, T3, T4, T5, T6, T7, T8>(
            Input<T1> item1, Input<T2> item2, Input<T3> item3, Input<T4> item4, Input<T5> item5, Input<T6> item6, Input<T7> item7, Input<T8> item8)
        {
            return new Output<(T1, T2, T3, T4, T5, T6, T7, T8)>(Together());

            async Task<Data<(T1, T2, T3, T4, T5, T6, T7, T8)>> Together()
            {
                var data1 = await item1.ToOutput().Data.ConfigureAwait(false);
                var data2 = await item2.ToOutput().Data.ConfigureAwait(false);
                var data3 = await item3.ToOutput().Data.ConfigureAwait(false);
                var data4 = await item4.ToOutput().Data.ConfigureAwait(false);
                var data5 = await item5.ToOutput().Data.ConfigureAwait(false);
                var data6 = await item6.ToOutput().Data.ConfigureAwait(false);
                var data7 = await item7.ToOutput().Data.ConfigureAwait(false);
                var data8 = await item8.ToOutput().Data.ConfigureAwait(false);
                return data1.And(data2).And(data3).And(data4).And(data5).And(data6).And(data7).And(data8).With((data1.Value, data2.Value, data3.Value, data4.Value, data5.Value, data6.Value, data7.Value, data8.Value));
            }
        }
    }
}
